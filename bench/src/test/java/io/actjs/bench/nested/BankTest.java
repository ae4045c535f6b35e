package io.actjs.bench.nested;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.bench.load.LoadResult;
import io.actjs.storage.memory.MemoryDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A run of a bank fails by itself when money is lost or a transfer is counted wrongly. */
class BankTest {
  @ParameterizedTest
  @EnumSource
  void transfersAndDepositsAreInTheBooks(Parties parties) {
    try (Bank bank = new Bank(new MemoryDriver(), parties)) {
      for (Draw draw : Draw.values()) {
        Bank.Paying transfers = bank.transfers(draw, 64);
        Bank.Paying deposits = bank.deposits(draw, 64);
        LoadResult transferred = transfers.run(0.2);
        assertTrue(transferred.acknowledged() > 0);
        assertTrue(deposits.run(0.2).acknowledged() > 0);
        assertEquals(transferred.acknowledged(), transfers.acknowledged());
      }
    }
  }

  /** All pay the same few, and those pay each other. */
  @Test
  void circlesOccurOnlyAmongAccountsThatPayEachOther() {
    try (Bank bank = new Bank(new MemoryDriver(), Parties.MUTUAL)) {
      Bank.Paying transfers = bank.transfers(Draw.ZIPF, 64);
      for (int i = 0; i < 100 && transfers.refused() == 0; i++) {
        var unused = transfers.run(0.1);
      }
      assertTrue(transfers.refused() > 0);
    }
    try (Bank bank = new Bank(new MemoryDriver(), Parties.ONE_WAY)) {
      Bank.Paying transfers = bank.transfers(Draw.ZIPF, 64);
      var unused = transfers.run(0.3);
      assertEquals(0, transfers.refused());
    }
  }
}
