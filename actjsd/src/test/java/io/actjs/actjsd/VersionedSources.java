package io.actjs.actjsd;

/** Classes in several versions, whose results tell which one ran. */
public final class VersionedSources {
  private VersionedSources() {}

  /** A class whose handler {@code which} returns the mark, and {@code add} counts. */
  public static String marked(String name, String mark) {
    return """
        import { Actor, handler } from 'actjs';
        export class %s extends Actor<{ items: number }> {
          state = { items: 0 };
          @handler('which') which(): string { return '%s'; }
          @handler('add') add(args: { by?: number }): number { return (this.state.items += args.by ?? 1); }
          @handler('ask') async ask(args: { class: string; id: string }): Promise<string> {
            return await this.actjs.call({ class: args.class, id: args.id }, 'which');
          }
          @handler('later') later(): string {
            return this.actjs.scheduleAt(this.actjs.now() + 3_600_000, 'add', { by: 5 });
          }
        }
        """
        .formatted(name, mark);
  }

  /** The same with a currency, which its migration adds; 13 items cannot be migrated. */
  public static String migrating(String name, String mark) {
    return """
        import { Actor, handler } from 'actjs';
        export class %s extends Actor<{ items: number; currency: string }> {
          state = { items: 0, currency: 'EUR' };
          migrate(state: { items: number }, prevVersion: string) {
            if (state.items === 13) { throw new Error('unlucky'); }
            return { items: state.items, currency: 'EUR' };
          }
          @handler('which') which(): string { return '%s'; }
          @handler('add') add(args: { by?: number }): number { return (this.state.items += args.by ?? 1); }
        }
        """
        .formatted(name, mark);
  }
}
