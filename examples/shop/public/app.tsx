import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ActjsProvider } from 'actjs/bindings/react';
import { client } from './session';
import { Shop } from './Shop';

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <ActjsProvider client={client}>
      <Shop />
    </ActjsProvider>
  </StrictMode>,
);
