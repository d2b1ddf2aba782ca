// stress: 200 300
// Many threads at once: allocation, monitors that inflate and deflate, thread locals, dumps, ends; arguments: threads, rounds.
import java.lang.ref.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;

public class StressThreads {
    static int threads, rounds;

    static class Node {
        Node left, right;
        final int[] load;
        Node(int depth) {
            load = new int[depth * 3];
            Arrays.fill(load, depth);
            if (depth > 0) { left = new Node(depth - 1); right = new Node(depth - 1); }
        }
        int check() {
            for (int i : load) if (i * 3 != load.length) throw new AssertionError("overwritten");
            return 1 + (left == null ? 0 : left.check() + right.check());
        }
    }

    static final ThreadLocal<StringBuilder> LOCAL = ThreadLocal.withInitial(StringBuilder::new);
    static final InheritableThreadLocal<String> INHERITED = new InheritableThreadLocal<>() {
        @Override protected String childValue(String parent) { return parent + "'"; }
    };

    static void allocation() throws Exception {
        LongAdder nodes = new LongAdder(), lengths = new LongAdder(), inherited = new LongAdder();
        INHERITED.set("main");
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> all = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            int me = t;
            Thread thread = new Thread(() -> {
                try {
                    start.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                Node kept = new Node(4);
                for (int i = 0; i < rounds; i++) {
                    nodes.add(new Node(i % 5).check());
                    LOCAL.get().append((char) ('a' + me % 26));
                    if (i % 50 == 0) {
                        byte[] large = new byte[40_000];
                        if (large[me] != 0) throw new AssertionError("not zeroed");
                        large[me] = 1;
                    }
                }
                nodes.add(kept.check());
                lengths.add(LOCAL.get().toString().equals(String.valueOf((char) ('a' + me % 26)).repeat(rounds)) ? 1 : 0);
                if (INHERITED.get().equals("main'")) inherited.increment();
            });
            all.add(thread);
            thread.start();
        }
        start.countDown();
        for (Thread thread : all) thread.join();
        long expected = 31;
        for (int i = 0; i < rounds; i++) expected += (2 << i % 5) - 1;
        System.out.println("allocation " + (nodes.sum() == expected * threads) + " " + (lengths.sum() == threads) + " " + (inherited.sum() == threads));
    }

    // Many short threads, one generation after the other: their structures are used again.
    static void generations() throws Exception {
        AtomicInteger ran = new AtomicInteger(), uncaught = new AtomicInteger();
        Thread.UncaughtExceptionHandler handler = (thread, thrown) -> { if (thrown.getMessage().equals(thread.getName())) uncaught.incrementAndGet(); };
        int generations = Math.max(2, rounds / 20);
        for (int g = 0; g < generations; g++) {
            Thread[] all = new Thread[threads];
            for (int i = 0; i < threads; i++) {
                int kind = i % 4;
                all[i] = new Thread(() -> {
                    ran.incrementAndGet();
                    if (kind == 1) throw new IllegalStateException(Thread.currentThread().getName());
                    if (kind == 2) Thread.currentThread().interrupt();
                    if (kind == 3) synchronized (Thread.currentThread()) { Thread.currentThread().notifyAll(); }
                }, "g" + g + "-" + i);
                all[i].setUncaughtExceptionHandler(handler);
                all[i].setDaemon(kind == 0);
                all[i].start();
            }
            for (Thread thread : all) {
                thread.join();
                if (thread.isAlive() || thread.getState() != Thread.State.TERMINATED) System.out.println(thread + " is alive");
            }
        }
        System.out.println("generations " + (ran.get() == generations * threads) + " " + (uncaught.get() == generations * ((threads + 2) / 4)));
    }

    // Monitors inflate by contention, waiting and hashing, and deflate in collections; the hash stays.
    static void inflation() throws Exception {
        Object[] objects = new Object[200];
        int[] hashes = new int[objects.length], counts = new int[objects.length];
        for (int i = 0; i < objects.length; i++) {
            objects[i] = new Object();
            hashes[i] = objects[i].hashCode();
        }
        LongAdder entered = new LongAdder();
        Thread[] all = new Thread[threads];
        for (int t = 0; t < threads; t++) {
            int me = t;
            all[t] = new Thread(() -> {
                Random random = new Random(me);
                for (int i = 0; i < rounds; i++) {
                    int at = random.nextInt(objects.length);
                    synchronized (objects[at]) {
                        counts[at]++;
                        entered.increment();
                        if (i % 16 == 0) {
                            try {
                                objects[at].wait(0, 1000);
                            } catch (InterruptedException e) {
                                throw new AssertionError(e);
                            }
                        }
                        synchronized (objects[at]) { counts[at]++; }
                    }
                    Object fresh = new Object();
                    synchronized (fresh) { fresh.hashCode(); fresh.notify(); }
                    if (i % 100 == 99 && me == 0) System.gc();
                }
            });
            all[t].start();
        }
        for (Thread thread : all) thread.join();
        boolean same = true;
        for (int i = 0; i < objects.length; i++) same &= objects[i].hashCode() == hashes[i];
        System.out.println("inflation " + same + " " + (entered.sum() == (long) threads * rounds) + " " + (Arrays.stream(counts).asLongStream().sum() == 2L * threads * rounds));
    }

    // Somebody looks at all stacks while the others run.
    static void dumps() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger working = new AtomicInteger();
        Thread[] all = new Thread[Math.min(threads, 12)];
        for (int t = 0; t < all.length; t++) {
            all[t] = new Thread(() -> {
                working.incrementAndGet();
                while (!stop.get()) deeper(10);
            }, "deep-" + t);
            all[t].start();
        }
        while (working.get() < all.length) Thread.sleep(1);
        int wrong = 0, seen = 0;
        for (int i = 0; i < 10; i++) {
            for (Map.Entry<Thread, StackTraceElement[]> entry : Thread.getAllStackTraces().entrySet()) {
                if (!entry.getKey().getName().startsWith("deep-")) continue;
                StackTraceElement[] trace = entry.getValue();
                seen++;
                if (trace.length < 2 || !trace[trace.length - 1].getMethodName().equals("run")) wrong++;
            }
        }
        stop.set(true);
        for (Thread thread : all) thread.join();
        System.out.println("dumps " + (seen == 10 * all.length) + " " + wrong);
    }

    static int deeper(int depth) {
        return depth == 0 ? new int[3].length : deeper(depth - 1) + 1;
    }

    static void references() throws Exception {
        ReferenceQueue<Object> queue = new ReferenceQueue<>();
        Set<Reference<?>> alive = ConcurrentHashMap.newKeySet();
        LongAdder cleaned = new LongAdder();
        Cleaner cleaner = Cleaner.create();
        Thread[] all = new Thread[threads];
        for (int t = 0; t < threads; t++) {
            all[t] = new Thread(() -> {
                for (int i = 0; i < 10; i++) {
                    Object object = new Object();
                    alive.add(i % 2 == 0 ? new WeakReference<>(object, queue) : new PhantomReference<>(object, queue));
                    cleaner.register(object, cleaned::increment);
                }
            });
            all[t].start();
        }
        for (Thread thread : all) thread.join();
        all = null;
        // A stack may keep a few objects alive: nine in ten are enough.
        long end = System.nanoTime() + 20_000_000_000L, enough = threads * 9L;
        while ((threads * 10L - alive.size() < enough || cleaned.sum() < enough) && System.nanoTime() < end) {
            System.gc();
            for (Reference<?> reference = queue.remove(10); reference != null; reference = queue.poll()) alive.remove(reference);
        }
        System.out.println("references " + (threads * 10L - alive.size() >= enough) + " " + (cleaned.sum() >= enough));
    }

    public static void main(String[] args) throws Exception {
        threads = args.length > 0 ? Integer.parseInt(args[0]) : 12;
        rounds = args.length > 1 ? Integer.parseInt(args[1]) : 100;
        allocation();
        generations();
        inflation();
        dumps();
        references();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook " + Thread.currentThread().isDaemon())));
        Thread daemon = new Thread(() -> { while (true) new Node(3).check(); });
        daemon.setDaemon(true);
        daemon.start();
    }
}
