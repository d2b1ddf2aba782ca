// java.util.concurrent collections, atomics, locks and synchronisers.
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
import java.util.concurrent.locks.*;
import java.util.stream.*;

public class ConcurrentCollections {
    static void run(int n, Runnable r) throws Exception {
        Thread[] ts = new Thread[n];
        for (int i = 0; i < n; i++) (ts[i] = new Thread(r)).start();
        for (Thread t : ts) t.join();
    }

    public static void main(String[] args) throws Exception {
        ConcurrentHashMap<Integer, LongAdder> m = new ConcurrentHashMap<>();
        run(4, () -> { for (int i = 0; i < 5000; i++) m.computeIfAbsent(i % 97, k -> new LongAdder()).increment(); });
        System.out.println(m.size() + " " + m.values().stream().mapToLong(LongAdder::sum).sum() + " " + m.reduceValuesToLong(1, LongAdder::sum, 0, Long::max));
        AtomicLong max = new AtomicLong();
        AtomicReference<List<Integer>> ref = new AtomicReference<>(List.of());
        AtomicIntegerArray arr = new AtomicIntegerArray(10);
        run(3, () -> {
            for (int i = 0; i < 1000; i++) {
                max.accumulateAndGet(i * 7 % 1009, Math::max);
                arr.incrementAndGet(i % 10);
                if (i % 100 == 0) { int x = i; ref.updateAndGet(l -> Stream.concat(l.stream(), Stream.of(x)).toList()); }
            }
        });
        System.out.println(max + " " + arr + " " + ref.get().size() + " " + new AtomicStampedReference<>("a", 1).compareAndSet("a", "b", 1, 2));
        CountDownLatch latch = new CountDownLatch(3);
        CyclicBarrier barrier = new CyclicBarrier(3, latch::countDown);
        run(3, () -> { try { for (int i = 0; i < 3; i++) barrier.await(); } catch (Exception e) { throw new RuntimeException(e); } });
        System.out.println(latch.await(1, TimeUnit.SECONDS) + " " + latch.getCount());
        Semaphore s = new Semaphore(2);
        AtomicInteger inside = new AtomicInteger(), worst = new AtomicInteger();
        run(5, () -> {
            for (int i = 0; i < 50; i++) {
                s.acquireUninterruptibly();
                worst.accumulateAndGet(inside.incrementAndGet(), Math::max);
                inside.decrementAndGet();
                s.release();
            }
        });
        System.out.println((worst.get() <= 2) + " " + s.availablePermits() + " " + s.tryAcquire(3));
        ReentrantReadWriteLock rw = new ReentrantReadWriteLock();
        int[] value = {0};
        run(4, () -> {
            for (int i = 0; i < 500; i++) {
                if (i % 5 == 0) { rw.writeLock().lock(); try { value[0]++; } finally { rw.writeLock().unlock(); } }
                else { rw.readLock().lock(); try { if (value[0] < 0) throw new Error(); } finally { rw.readLock().unlock(); } }
            }
        });
        System.out.println(value[0] + " " + rw.isWriteLocked());
        BlockingQueue<Integer> q = new ArrayBlockingQueue<>(5);
        SynchronousQueue<String> hand = new SynchronousQueue<>();
        new Thread(() -> { try { for (int i = 0; i < 100; i++) q.put(i); hand.put("handed"); } catch (InterruptedException e) { } }).start();
        int sum = 0;
        for (int i = 0; i < 100; i++) sum += q.take();
        System.out.println(sum + " " + hand.take() + " " + q.poll(10, TimeUnit.MILLISECONDS));
        ReentrantLock lock = new ReentrantLock(true);
        Condition ready = lock.newCondition();
        boolean[] flag = {false};
        Thread waiter = new Thread(() -> { lock.lock(); try { while (!flag[0]) ready.awaitUninterruptibly(); System.out.println("signalled"); } finally { lock.unlock(); } });
        waiter.start();
        lock.lock();
        flag[0] = true;
        ready.signalAll();
        lock.unlock();
        waiter.join();
        try {
            lock.unlock();
        } catch (IllegalMonitorStateException e) {
            System.out.println("not owner");
        }
        StampedLock st = new StampedLock();
        long stamp = st.tryOptimisticRead();
        System.out.println(st.validate(stamp) + " " + new ConcurrentLinkedDeque<>(List.of(1, 2)).pollLast() + " " + new CopyOnWriteArraySet<>(List.of(1, 1)).size());
        Phaser ph = new Phaser(1);
        run(1, () -> { ph.register(); ph.arriveAndDeregister(); });
        System.out.println(ph.arrive() + " " + ph.getPhase());
        Exchanger<String> ex = new Exchanger<>();
        Thread other = new Thread(() -> { try { System.out.println("other got " + ex.exchange("from other")); } catch (InterruptedException e) { } });
        other.start();
        String got = ex.exchange("from main");
        other.join();
        System.out.println(got);
    }
}
