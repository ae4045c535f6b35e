/** The address without a slash at its end; one without a host is of the page's server. */
export function baseOf(url: string): string {
  const page = (globalThis as { location?: { href: string } }).location?.href;
  const address = URL.canParse(url, page) && new URL(url, page);
  if (!address || !/^https?:$/.test(address.protocol)) {
    throw new TypeError(`url must be an address such as https://actors.example.org, not ${url}`);
  }
  return (address.origin + address.pathname).replace(/\/+$/, '');
}
