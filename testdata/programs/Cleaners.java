// java.lang.ref.Cleaner and finalizers run after their objects die; explicit clean runs once.
import java.lang.ref.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;

public class Cleaners {
    static final AtomicInteger cleaned = new AtomicInteger();
    static final AtomicInteger finalized = new AtomicInteger();
    static final AtomicInteger resurrected = new AtomicInteger();
    static volatile Object saved;

    static class Resource implements AutoCloseable {
        final Cleaner.Cleanable cleanable;
        Resource(Cleaner c) { cleanable = c.register(this, cleaned::incrementAndGet); }
        public void close() { cleanable.clean(); }
    }

    @SuppressWarnings("removal")
    static class Finalizable {
        final int[] payload = {1, 2, 3};
        @Override protected void finalize() {
            if (payload[2] == 3) finalized.incrementAndGet();
        }
    }

    @SuppressWarnings("removal")
    static class Phoenix {
        @Override protected void finalize() {
            saved = this;
            resurrected.incrementAndGet();
        }
    }

    static void make(Cleaner c) {
        for (int i = 0; i < 50; i++) {
            new Resource(c);
            new Finalizable();
        }
        new Phoenix();
        new Phoenix();
    }

    static void clobber(int n) { if (n > 0) { Object[] a = new Object[20]; a[0] = n; clobber(n - 1); } }

    public static void main(String[] args) throws Exception {
        Cleaner cleaner = Cleaner.create();
        Resource r = new Resource(cleaner);
        r.close();
        r.close();
        System.out.println(cleaned.get());
        make(cleaner);
        clobber(100);
        for (int i = 0; i < 100 && (cleaned.get() < 45 || finalized.get() < 45 || resurrected.get() < 1); i++) {
            System.gc();
            Thread.sleep(10);
            System.runFinalization();
        }
        System.out.println((cleaned.get() >= 45) + " " + (finalized.get() >= 45) + " " + (resurrected.get() >= 1) + " " + (saved instanceof Phoenix));
        Reference.reachabilityFence(r);
    }
}
