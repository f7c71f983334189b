package dev.tailrace.face;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.cursor.Cursor;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How much readers hold together, and get at a time. */
class UnsentTest {
    private static final long MAX = 32 << 20;

    private static final Channel CHANNEL = new EmbeddedChannel();

    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final Unsent unsent = new Unsent(MAX, _ -> null, new FaceMeters(meters));

    private long held() {
        return (long) meters.get("tailrace.http.unsent.bytes").gauge().value();
    }

    @Test
    void aReaderWhoseSocketTakesEverythingHoldsNothing() {
        Unsent.Account account = unsent.account(CHANNEL);
        account.wrote(1000);
        account.empty();
        assertThat(held()).isZero();
    }

    @Test
    void whatASocketDoesNotTakeIsHeldUntilItDoes() {
        Unsent.Account account = unsent.account(CHANNEL);
        account.wrote(1000);
        account.full();
        account.wrote(500);
        account.full();
        assertThat(held()).isEqualTo(1500);
        account.empty();
        account.empty();
        assertThat(held()).isZero();
    }

    @Test
    void aFewThatReadNothingHaveWholePieces() {
        for (Unsent.Account account : stalled(200)) {
            assertThat(account.piece()).isEqualTo(Cursor.PIECE_BYTES);
        }
    }

    /** As many as may be: of the launcher's direct memory, 112 MB, half is left. */
    @Test
    void twentyThousandThatReadNothingDoNotTakeAllMemory() {
        stalled(20_000);
        assertThat(held()).isLessThan(56 << 20);
        assertThat(unsent.piece()).isEqualTo(Unsent.SMALLEST_PIECE);
    }

    @Test
    void whenTheyAreGonePiecesAreWholeAgain() {
        List<Unsent.Account> all = stalled(5000);
        all.forEach(Unsent.Account::empty);
        assertThat(held()).isZero();
        assertThat(unsent.piece()).isEqualTo(Cursor.PIECE_BYTES);
    }

    @Test
    void whatIsKeptReadyIsHeldTooAsLongAsThereIsPlenty() {
        Unsent.Account first = unsent.account(CHANNEL);
        assertThat(first.mayHold(1 << 20)).isTrue();
        assertThat(held()).isEqualTo(1 << 20);
        stalled(1000);
        long held = held();
        assertThat(unsent.account(CHANNEL).mayHold(1)).isFalse();
        assertThat(held()).isEqualTo(held);
    }

    private List<Unsent.Account> stalled(int count) {
        List<Unsent.Account> accounts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Unsent.Account account = unsent.account(CHANNEL);
            account.wrote(account.piece());
            account.full();
            accounts.add(account);
        }
        return accounts;
    }
}
