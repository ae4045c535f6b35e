package io.actjs.actctl.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.actjs.actctl.Ran;
import io.actjs.actjsd.Daemon;
import io.actjs.actjsd.DaemonConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A server with a class, for tests of the shell. */
record ShopServer(Daemon daemon) implements AutoCloseable {
  private static final String CART =
      """
      import { Actor, handler } from 'actjs';
      interface Item { sku: string; qty: number; size?: 'small' | 'large' }
      export class Cart extends Actor<{ items: Item[]; owner: string }> {
        state = { items: [] as Item[], owner: '' };
        onInit({ owner = '' }: { owner?: string }) { this.state.owner = owner; }
        @handler('addItem') addItem({ sku, qty }: Item): number {
          this.state.items.push({ sku, qty });
          return this.state.items.length;
        }
        @handler('total') total(): number { return this.state.items.reduce((sum, it) => sum + it.qty, 0); }
        @handler('refuse') refuse(): void { this.actjs.abort('it is full', { code: 'full', data: { most: 3 } }); }
        @handler('who') who(): unknown { return this.actjs.caller; }
        @handler('state') named(): string { return 'a handler'; }
        @handler('meet') async meet({ other, times }: { other: string; times: number }): Promise<number> {
          return times;
        }
        @handler('forever') async forever(): Promise<void> { await new Promise(() => {}); }
      }
      """;

  static ShopServer start(Path folder) throws IOException {
    return start(folder, DaemonConfig.ephemeral().withPort(0));
  }

  static ShopServer start(Path folder, DaemonConfig config) throws IOException {
    ShopServer shop = new ShopServer(Daemon.start(config));
    Path file = Files.writeString(folder.resolve("Cart.ts"), CART);
    Ran published =
        Ran.actctl("publish", file.toString(), "--version", "1.0.0", "--server", shop.url());
    assertEquals(0, published.exit(), published.err());
    return shop;
  }

  String url() {
    return daemon.uri().toString();
  }

  /** {@code actctl shell} with these words. */
  Ran shell(String... words) {
    String[] all = new String[words.length + 3];
    all[0] = "shell";
    all[1] = "--server";
    all[2] = url();
    System.arraycopy(words, 0, all, 3, words.length);
    return Ran.actctl(all);
  }

  @Override
  public void close() {
    daemon.close();
  }
}
