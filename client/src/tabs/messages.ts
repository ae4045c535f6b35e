/** Said on the channel of all tabs that share a connection. */
export type News =
  /** This hub has the connection from now on. */
  | { kind: 'leads'; hub: string }
  /** This socket wants to be connected; whoever has no connection yet opens one at `url`. */
  | { kind: 'open'; socket: string; url: string };

/** What a hub says to a socket. */
export type Said = { kind: 'heard' } | { kind: 'opened' } | { kind: 'frame'; text: string } | { kind: 'closed'; code: number; reason: string };

/** The same on the channel of the socket. The hub of a tab that was frozen may not know that it was replaced: `hub` tells who says it. */
export type ToSocket = Said & { hub: string };

/** Said on the channel of one socket by its tab, to one hub: a frame, or how many chars have been delivered since that was last said. */
export type ToHub = ({ kind: 'frame'; text: string } | { kind: 'taken'; chars: number }) & { hub: string };

/** The channel of one socket, and the lock that its tab holds as long as it is in use. */
export function socketName(name: string, socket: string): string {
  return `${name}#${socket}`;
}
