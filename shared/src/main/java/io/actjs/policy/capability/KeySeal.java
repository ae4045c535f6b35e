package io.actjs.policy.capability;

import io.actjs.storage.access.Bytes;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Keeps private keys from lying open in the store. */
public interface KeySeal {
  /**
   * Of a server that has nothing to seal with: keys lie in its store as they are, behind a zero
   * byte, with which nothing begins that is sealed.
   */
  KeySeal NONE =
      new KeySeal() {
        @Override
        public Bytes seal(Bytes plain, String of) {
          byte[] form = new byte[plain.size() + 1];
          System.arraycopy(plain.toArray(), 0, form, 1, plain.size());
          return Bytes.of(form);
        }

        @Override
        public @Nullable Bytes open(Bytes sealed, String of) {
          byte[] form = sealed.toArray();
          return form.length > 0 && form[0] == 0
              ? Bytes.of(Arrays.copyOfRange(form, 1, form.length))
              : null;
        }
      };

  /**
   * Seals bytes.
   *
   * @param of what they belong to
   */
  Bytes seal(Bytes plain, String of);

  /**
   * The bytes that were sealed; null when this cannot open them.
   *
   * @param of as they were sealed
   */
  @Nullable Bytes open(Bytes sealed, String of);
}
