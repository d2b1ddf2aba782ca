// stress: 200 400
// Locks, conditions, barriers and monitors under many threads; arguments: threads, rounds.
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
import java.util.concurrent.locks.*;

public class StressLocks {
    static int threads, rounds;

    interface Body { void run(int me) throws Exception; }

    // Runs the body in all threads, which start together, and passes on what any of them throws.
    static void together(int count, Body body) throws Exception {
        CyclicBarrier start = new CyclicBarrier(count);
        List<Thread> all = new ArrayList<>();
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < count; i++) {
            int me = i;
            Thread thread = new Thread(() -> {
                try {
                    start.await();
                    body.run(me);
                } catch (Throwable e) {
                    failures.add(e);
                }
            }, "worker-" + i);
            all.add(thread);
            thread.start();
        }
        for (Thread thread : all) thread.join();
        for (Throwable failure : failures) throw new AssertionError(failure);
    }

    static int plain;

    // A fair lock is not asked for with a limit: who gives up goes to the end of a long queue again.
    static void count(String name, Lock lock, boolean fair) throws Exception {
        plain = 0;
        together(threads, me -> {
            for (int i = 0; i < rounds; i++) {
                if (i % 7 == 3 && !fair) {
                    while (!lock.tryLock(1 + me % 3, TimeUnit.MILLISECONDS)) Thread.onSpinWait();
                } else {
                    lock.lock();
                }
                try {
                    plain++;
                } finally {
                    lock.unlock();
                }
            }
        });
        System.out.println(name + " " + (plain == threads * rounds));
    }

    static class Buffer<T> {
        final Object[] items = new Object[8];
        final ReentrantLock lock = new ReentrantLock();
        final Condition notFull = lock.newCondition(), notEmpty = lock.newCondition();
        int head, size;

        void put(T item) throws InterruptedException {
            lock.lockInterruptibly();
            try {
                while (size == items.length) notFull.await();
                items[(head + size++) % items.length] = item;
                notEmpty.signal();
            } finally {
                lock.unlock();
            }
        }

        @SuppressWarnings("unchecked") T take() throws InterruptedException {
            lock.lockInterruptibly();
            try {
                while (size == 0) notEmpty.awaitNanos(3_000_000);
                T item = (T) items[head];
                items[head] = null;
                head = (head + 1) % items.length;
                size--;
                notFull.signal();
                return item;
            } finally {
                lock.unlock();
            }
        }
    }

    static void buffer() throws Exception {
        Buffer<long[]> buffer = new Buffer<>();
        LongAdder sum = new LongAdder();
        int pairs = Math.max(1, threads / 2);
        together(2 * pairs, me -> {
            for (int i = 0; i < rounds; i++) {
                if (me % 2 == 0) buffer.put(new long[] {me / 2, i}); else sum.add(buffer.take()[1]);
            }
        });
        System.out.println("buffer " + (sum.sum() == (long) pairs * rounds * (rounds - 1) / 2) + " " + buffer.size);
    }

    static void monitors() throws Exception {
        Object[] locks = new Object[5];
        int[] counts = new int[locks.length];
        for (int i = 0; i < locks.length; i++) locks[i] = new int[] {i};
        AtomicInteger hashes = new AtomicInteger();
        together(threads, me -> {
            for (int i = 0; i < rounds; i++) {
                int first = (me + i) % locks.length, second = Math.min(first + 1, locks.length - 1);
                synchronized (locks[first]) {
                    synchronized (locks[second]) {
                        counts[second]++;
                        if (i % 50 == 0) hashes.addAndGet(System.identityHashCode(locks[second]) == System.identityHashCode(locks[second]) ? 1 : 0);
                    }
                    if (i % 40 == 9) locks[first].wait(0, 1);
                    if (i % 10 == 0) locks[first].notifyAll();
                }
            }
        });
        System.out.println("monitors " + (Arrays.stream(counts).sum() == threads * rounds) + " " + (hashes.get() == threads * ((rounds + 49) / 50)));
    }

    // Threads wake each other in turn: each wait ends with exactly one notification.
    static void relay() throws Exception {
        Object baton = new Object();
        int[] turn = {0};
        int runners = Math.min(threads, 10);
        together(runners, me -> {
            for (int i = 0; i < rounds / 4; i++) {
                synchronized (baton) {
                    while (turn[0] % runners != me) baton.wait();
                    turn[0]++;
                    baton.notifyAll();
                }
            }
        });
        System.out.println("relay " + (turn[0] == runners * (rounds / 4)));
    }

    static void readersAndWriters() throws Exception {
        ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
        StampedLock stamped = new StampedLock();
        long[] pair = new long[2], other = new long[2];
        AtomicInteger torn = new AtomicInteger();
        together(threads, me -> {
            for (int i = 0; i < rounds; i++) {
                if ((me + i) % 8 == 0) {
                    lock.writeLock().lock();
                    try {
                        pair[0]++;
                        lock.readLock().lock();
                        pair[1]--;
                    } finally {
                        lock.writeLock().unlock();
                    }
                    lock.readLock().unlock();
                    long stamp = stamped.writeLock();
                    other[0]++;
                    other[1]--;
                    stamped.unlockWrite(stamp);
                } else {
                    lock.readLock().lock();
                    try {
                        if (pair[0] + pair[1] != 0) torn.incrementAndGet();
                    } finally {
                        lock.readLock().unlock();
                    }
                    long stamp = stamped.tryOptimisticRead();
                    long sum = other[0] + other[1];
                    if (!stamped.validate(stamp)) {
                        stamp = stamped.readLock();
                        sum = other[0] + other[1];
                        stamped.unlockRead(stamp);
                    }
                    if (sum != 0) torn.incrementAndGet();
                }
            }
        });
        System.out.println("readers and writers " + torn + " " + (pair[0] == other[0] && pair[0] == -pair[1]));
    }

    static void synchronizers() throws Exception {
        Semaphore semaphore = new Semaphore(3, true);
        AtomicInteger inside = new AtomicInteger(), tooMany = new AtomicInteger();
        together(threads, me -> {
            for (int i = 0; i < rounds / 4; i++) {
                semaphore.acquire();
                if (inside.incrementAndGet() > 3) tooMany.incrementAndGet();
                inside.decrementAndGet();
                semaphore.release();
            }
        });
        System.out.println("semaphore " + tooMany + " " + semaphore.availablePermits());
        Phaser phaser = new Phaser(threads);
        AtomicIntegerArray arrivals = new AtomicIntegerArray(20);
        AtomicInteger early = new AtomicInteger(), actions = new AtomicInteger();
        CyclicBarrier barrier = new CyclicBarrier(threads, actions::incrementAndGet);
        Exchanger<Integer> exchanger = new Exchanger<>();
        AtomicLong exchanged = new AtomicLong();
        together(threads, me -> {
            for (int phase = 0; phase < 20; phase++) {
                arrivals.incrementAndGet(phase);
                phaser.arriveAndAwaitAdvance();
                if (arrivals.get(phase) != threads) early.incrementAndGet();
                barrier.await();
                if (threads % 2 == 0) exchanged.addAndGet(exchanger.exchange(me));
            }
        });
        long expected = threads % 2 == 0 ? 20L * threads * (threads - 1) / 2 : 0;
        System.out.println("phaser " + early + " " + phaser.getPhase() + " barrier " + actions + " exchanger " + (exchanged.get() == expected));
    }

    // Waits of all kinds, each ended by an interrupt.
    static void interrupts() throws Exception {
        AtomicInteger caught = new AtomicInteger(), flagged = new AtomicInteger();
        ReentrantLock lock = new ReentrantLock();
        Condition never = lock.newCondition();
        Object monitor = new Object();
        CountDownLatch latch = new CountDownLatch(1);
        BlockingQueue<Object> empty = new LinkedBlockingQueue<>();
        for (int turn = 0; turn < 3; turn++) {
            CountDownLatch ready = new CountDownLatch(threads);
            Thread[] all = new Thread[threads];
            for (int i = 0; i < threads; i++) {
                int kind = i % 7;
                all[i] = new Thread(() -> {
                    ready.countDown();
                    try {
                        switch (kind) {
                            case 0 -> Thread.sleep(600_000);
                            case 1 -> { synchronized (monitor) { while (true) monitor.wait(); } }
                            case 2 -> latch.await();
                            case 3 -> empty.take();
                            case 4 -> { lock.lockInterruptibly(); try { while (true) never.await(); } finally { lock.unlock(); } }
                            case 5 -> { while (!Thread.currentThread().isInterrupted()) LockSupport.park(); flagged.incrementAndGet(); }
                            default -> new FutureTask<>(() -> 1).get();
                        }
                    } catch (InterruptedException e) {
                        if (!Thread.currentThread().isInterrupted()) caught.incrementAndGet();
                    } catch (ExecutionException e) {
                        throw new AssertionError(e);
                    }
                });
                all[i].start();
            }
            ready.await();
            for (Thread thread : all) thread.interrupt();
            for (Thread thread : all) thread.join();
        }
        System.out.println("interrupts " + (caught.get() + flagged.get() == 3 * threads) + " " + (flagged.get() == 3 * ((threads + 1) / 7)));
    }

    public static void main(String[] args) throws Exception {
        threads = args.length > 0 ? Integer.parseInt(args[0]) : 8;
        rounds = args.length > 1 ? Integer.parseInt(args[1]) : 200;
        count("ReentrantLock", new ReentrantLock(), false);
        count("fair ReentrantLock", new ReentrantLock(true), true);
        count("write lock", new ReentrantReadWriteLock().writeLock(), false);
        count("StampedLock", new StampedLock().asWriteLock(), false);
        buffer();
        monitors();
        relay();
        readersAndWriters();
        synchronizers();
        interrupts();
    }
}
