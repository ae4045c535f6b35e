// One import for all hooks is smaller than one in each file.
export { createContext, createElement, useContext, useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
