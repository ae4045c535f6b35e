import { createServer, type Server as HttpServer } from 'node:http';
import { connect, createServer as createTcp, type Server as TcpServer, type Socket } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';

/** A wire between client and server that can be cut, frozen and shut. */
export class TcpProxy {
  readonly #server: TcpServer;
  readonly #pairs = new Set<[Socket, Socket]>();
  #isShut = false;
  port = 0;
  /** Connections that were let through. */
  connections = 0;

  private constructor(target: number) {
    this.#server = createTcp((near) => {
      if (this.#isShut) {
        near.destroy();
        return;
      }
      this.connections++;
      const far = connect(target, '127.0.0.1');
      const pair: [Socket, Socket] = [near, far];
      this.#pairs.add(pair);
      near.pipe(far);
      far.pipe(near);
      const end = () => {
        near.destroy();
        far.destroy();
        this.#pairs.delete(pair);
      };
      for (const socket of pair) {
        socket.on('error', end);
        socket.on('close', end);
      }
    });
  }

  static async to(target: number): Promise<TcpProxy> {
    const proxy = new TcpProxy(target);
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    proxy.port = (proxy.#server.address() as { port: number }).port;
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Ends all connections at once. */
  cut(): void {
    for (const [near] of [...this.#pairs]) {
      near.destroy();
    }
  }

  /** Cuts, and refuses connections until it is opened. */
  shut(): void {
    this.#isShut = true;
    this.cut();
  }

  open(): void {
    this.#isShut = false;
  }

  /** Nothing passes any more, and nobody is told. */
  freeze(): void {
    for (const [near, far] of this.#pairs) {
      near.unpipe(far);
      far.unpipe(near);
      near.pause();
      far.pause();
    }
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

export interface FrameFilter {
  /** Frames to pass on in place of one of the client. */
  up?: (frame: string, connection: number) => string[];
  /** Frames to pass on in place of one of the server. */
  down?: (frame: string, connection: number) => string[];
}

/** Passes on WebSockets frame by frame, and can drop, repeat and reorder them. Other requests find nothing here. */
export class FrameProxy {
  readonly #http: HttpServer = createServer((_, answer) => answer.writeHead(502).end());
  readonly #sockets = new WebSocketServer({ server: this.#http });
  readonly filter: FrameFilter = {};
  /** All that clients have sent. */
  readonly sent: { connection: number; frame: any }[] = [];
  connections = 0;
  port = 0;

  static async to(target: string): Promise<FrameProxy> {
    const proxy = new FrameProxy();
    proxy.#sockets.on('connection', (near, request) => {
      const connection = ++proxy.connections;
      const far = new WebSocket(target.replace(/^http/, 'ws') + request.url);
      const early: string[] = [];
      near.on('message', (data) => {
        proxy.sent.push({ connection, frame: JSON.parse(String(data)) });
        for (const frame of proxy.filter.up?.(String(data), connection) ?? [String(data)]) {
          far.readyState === WebSocket.OPEN ? far.send(frame) : early.push(frame);
        }
      });
      far.on('open', () => early.forEach((frame) => far.send(frame)));
      far.on('message', (data) => {
        for (const frame of proxy.filter.down?.(String(data), connection) ?? [String(data)]) {
          near.send(frame);
        }
      });
      near.on('close', () => far.terminate());
      far.on('close', () => near.terminate());
      far.on('error', () => near.terminate());
    });
    await new Promise<void>((resolve) => proxy.#http.listen(0, '127.0.0.1', resolve));
    proxy.port = (proxy.#http.address() as { port: number }).port;
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Calls under way on the wire, by the method of the protocol. */
  of(method: string): { connection: number; frame: any }[] {
    return this.sent.filter(({ frame }) => frame.method === method);
  }

  /** Closes all connections, with this code as a server would. */
  end(code: number): void {
    this.#sockets.clients.forEach((socket) => socket.close(code));
  }

  cut(): void {
    this.#sockets.clients.forEach((socket) => socket.terminate());
  }

  async close(): Promise<void> {
    this.cut();
    this.#sockets.close();
    this.#http.closeAllConnections();
    await new Promise((resolve) => this.#http.close(resolve));
  }
}
