// Thread start, join, synchronised counters, states, names, daemon, priorities, uncaught handlers.
import java.util.*;
import java.util.concurrent.atomic.*;

public class Threads {
    static int plain, guarded;
    static final Object lock = new Object();

    static synchronized void bump() { guarded++; }

    int own;

    synchronized void bumpOwn() { own++; }

    public static void main(String[] args) throws Exception {
        Threads shared = new Threads();
        AtomicInteger atomic = new AtomicInteger();
        List<Thread> ts = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            Thread th = new Thread(() -> {
                for (int i = 0; i < 10_000; i++) {
                    bump();
                    shared.bumpOwn();
                    synchronized (lock) { plain++; }
                    atomic.incrementAndGet();
                }
            }, "worker-" + t);
            ts.add(th);
        }
        System.out.println(ts.get(0).getState() + " " + ts.get(0).isAlive() + " " + ts.get(1).getName());
        for (Thread t : ts) t.start();
        for (Thread t : ts) t.join();
        System.out.println(guarded + " " + shared.own + " " + plain + " " + atomic + " " + ts.get(0).getState());
        try {
            ts.get(0).start();
        } catch (IllegalThreadStateException e) {
            System.out.println("started twice");
        }
        Thread main = Thread.currentThread();
        System.out.println(main.getName() + " " + main.getPriority() + " " + main.isDaemon() + " " + main.getThreadGroup().getName() + " " + main);
        Thread failing = new Thread(() -> { throw new IllegalStateException("inside"); }, "failing");
        failing.setUncaughtExceptionHandler((t, e) -> System.out.println(t.getName() + " died of " + e));
        failing.start();
        failing.join();
        Thread sleeper = new Thread(() -> {
            try {
                Thread.sleep(60_000);
            } catch (InterruptedException e) {
                System.out.println(e.getMessage() + " " + Thread.currentThread().isInterrupted());
            }
        });
        sleeper.start();
        sleeper.interrupt();
        sleeper.join();
        main.interrupt();
        System.out.println(Thread.interrupted() + " " + Thread.interrupted());
        main.interrupt();
        try {
            Thread.sleep(1);
        } catch (InterruptedException e) {
            System.out.println("interrupted before sleep");
        }
        Thread daemon = new Thread(() -> { while (true) Thread.onSpinWait(); });
        daemon.setDaemon(true);
        daemon.start();
        try {
            daemon.setDaemon(false);
        } catch (IllegalThreadStateException e) {
            System.out.println("too late");
        }
        class Sub extends Thread {
            int result;
            @Override public void run() { for (int i = 0; i < 1000; i++) result += i; }
        }
        Sub s = new Sub();
        s.setPriority(Thread.MAX_PRIORITY);
        s.start();
        s.join(5000);
        System.out.println(s.result + " " + s.isAlive() + " " + Thread.holdsLock(lock));
        synchronized (lock) {
            System.out.println(Thread.holdsLock(lock));
            synchronized (lock) { System.out.println("reentrant"); }
        }
        try {
            synchronized (lock) { throw new RuntimeException("out"); }
        } catch (RuntimeException e) {
            System.out.println(Thread.holdsLock(lock));
        }
        long start = System.nanoTime();
        Thread.sleep(20);
        System.out.println((System.nanoTime() - start >= 19_000_000) + " " + (System.currentTimeMillis() > 1_600_000_000_000L));
        Thread blocked = new Thread(() -> { synchronized (lock) { System.out.println("entered"); } });
        synchronized (lock) {
            blocked.start();
            while (blocked.getState() != Thread.State.BLOCKED) Thread.sleep(1);
            System.out.println(blocked.getState());
        }
        blocked.join();
    }
}
