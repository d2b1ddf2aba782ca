// Object.wait and notify: bounded buffer, barriers, ping-pong, timeouts, misuse.
import java.util.*;

public class WaitNotify {
    static class Buffer {
        private final LinkedList<Integer> items = new LinkedList<>();

        synchronized void put(int i) throws InterruptedException {
            while (items.size() >= 3) wait();
            items.add(i);
            notifyAll();
        }

        synchronized int take() throws InterruptedException {
            while (items.isEmpty()) wait();
            int i = items.removeFirst();
            notifyAll();
            return i;
        }
    }

    static boolean ping = true;
    static final Object turn = new Object();

    public static void main(String[] args) throws Exception {
        Buffer b = new Buffer();
        long[] sums = new long[2];
        Thread[] consumers = new Thread[2];
        for (int c = 0; c < 2; c++) {
            int id = c;
            consumers[c] = new Thread(() -> {
                try {
                    for (int i; (i = b.take()) >= 0;) sums[id] += i;
                } catch (InterruptedException e) {
                    throw new RuntimeException(e);
                }
            });
            consumers[c].start();
        }
        for (int i = 0; i < 2000; i++) b.put(i);
        b.put(-1);
        b.put(-1);
        for (Thread t : consumers) t.join();
        System.out.println(sums[0] + sums[1]);
        StringBuilder log = new StringBuilder();
        Thread pong = new Thread(() -> play(false, log));
        pong.start();
        play(true, log);
        pong.join();
        System.out.println(log);
        Object o = new Object();
        for (Runnable r : List.<Runnable>of(o::notify, o::notifyAll, () -> { try { o.wait(); } catch (InterruptedException e) { } }, () -> { synchronized (o) { try { o.wait(-1); } catch (InterruptedException e) { } } })) {
            try {
                r.run();
            } catch (RuntimeException e) {
                System.out.println(e);
            }
        }
        synchronized (o) {
            long t = System.nanoTime();
            o.wait(30);
            System.out.println(System.nanoTime() - t >= 25_000_000);
        }
        Thread waiter = new Thread(() -> {
            synchronized (o) {
                try {
                    o.wait();
                } catch (InterruptedException e) {
                    System.out.println("interrupted in wait, lock held: " + Thread.holdsLock(o));
                }
            }
        });
        waiter.start();
        while (waiter.getState() != Thread.State.WAITING) Thread.sleep(1);
        waiter.interrupt();
        waiter.join();
        int[] depth = {0};
        Thread nested = new Thread(() -> {
            synchronized (o) { synchronized (o) { try { depth[0] = 1; o.wait(); depth[0] = Thread.holdsLock(o) ? 2 : 3; } catch (InterruptedException e) { depth[0] = 4; } } }
        });
        nested.start();
        while (nested.getState() != Thread.State.WAITING) Thread.sleep(1);
        synchronized (o) { o.notify(); }
        nested.join();
        System.out.println(depth[0]);
    }

    static void play(boolean me, StringBuilder log) {
        synchronized (turn) {
            for (int i = 0; i < 5; i++) {
                while (ping != me) {
                    try { turn.wait(); } catch (InterruptedException e) { return; }
                }
                log.append(me ? "ping " : "pong ");
                ping = !ping;
                turn.notifyAll();
            }
        }
    }
}
