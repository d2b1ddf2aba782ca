import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;

/** What a thread is seen doing from outside: states, stacks, groups, interrupts, the end. */
public class ThreadStates {
    static final Object LOCK = new Object();
    static volatile boolean stop;

    public static void main(String[] args) throws Exception {
        states();
        stacks();
        interrupts();
        ends();
        groups();
    }

    static void expect(Thread thread, Thread.State state) throws InterruptedException {
        for (int i = 0; thread.getState() != state && i < 10_000; i++) Thread.sleep(1);
        System.out.println(thread.getName() + " " + thread.getState());
    }

    static Thread start(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.start();
        return thread;
    }

    static void states() throws Exception {
        System.out.println(new Thread("fresh").getState());
        Thread runs = start("runs", () -> {
            while (!stop) Thread.onSpinWait();
        });
        expect(runs, Thread.State.RUNNABLE);
        stop = true;
        runs.join();
        expect(runs, Thread.State.TERMINATED);
        Thread blocked;
        synchronized (LOCK) {
            blocked = start("blocked", () -> {
                synchronized (LOCK) {
                    System.out.println("entered " + Thread.holdsLock(LOCK));
                }
            });
            expect(blocked, Thread.State.BLOCKED);
        }
        blocked.join();
        Thread waits = start("waits", () -> {
            synchronized (LOCK) {
                try {
                    LOCK.wait();
                } catch (InterruptedException e) {
                    System.out.println(e);
                }
            }
        });
        expect(waits, Thread.State.WAITING);
        synchronized (LOCK) {
            LOCK.notifyAll();
        }
        waits.join();
        Thread timed = start("timed", () -> {
            synchronized (LOCK) {
                try {
                    LOCK.wait(600_000);
                } catch (InterruptedException e) {
                    System.out.println(e);
                }
            }
        });
        expect(timed, Thread.State.TIMED_WAITING);
        timed.interrupt();
        timed.join();
        Thread parks = start("parks", LockSupport::park);
        expect(parks, Thread.State.WAITING);
        LockSupport.unpark(parks);
        parks.join();
        Thread parksLong = start("parksLong", () -> LockSupport.parkNanos(600_000_000_000L));
        expect(parksLong, Thread.State.TIMED_WAITING);
        parksLong.interrupt();
        parksLong.join();
        Thread sleeps = start("sleeps", () -> {
            try {
                Thread.sleep(600_000);
            } catch (InterruptedException e) {
                System.out.println(e.getMessage() + " " + Thread.currentThread().isInterrupted());
            }
        });
        expect(sleeps, Thread.State.TIMED_WAITING);
        sleeps.interrupt();
        sleeps.join();
    }

    static void inner() {
        synchronized (LOCK) {
            try {
                LOCK.wait();
            } catch (InterruptedException e) {
                System.out.println(e);
            }
        }
    }

    static void stacks() throws Exception {
        Thread waits = start("stack", ThreadStates::inner);
        expect(waits, Thread.State.WAITING);
        for (StackTraceElement e : waits.getStackTrace()) {
            if (!e.getClassName().contains("$$Lambda")) System.out.println(e.getClassName() + "." + e.getMethodName());
        }
        Map<Thread, StackTraceElement[]> all = Thread.getAllStackTraces();
        TreeSet<String> names = new TreeSet<>();
        for (Thread t : all.keySet()) if (!t.getThreadGroup().getName().equals("InnocuousThreadGroup")) names.add(t.getName() + " " + t.isDaemon() + " " + t.getPriority() + " " + t.getThreadGroup().getName());
        names.remove("Notification Thread true 9 system");
        System.out.println(names);
        System.out.println(all.get(waits).length > 1);
        waits.interrupt();
        waits.join();
        System.out.println(waits.getStackTrace().length + " " + waits.isAlive());
    }

    static void interrupts() throws Exception {
        Thread.currentThread().interrupt();
        System.out.println(Thread.currentThread().isInterrupted() + " " + Thread.interrupted() + " " + Thread.interrupted());
        Thread.currentThread().interrupt();
        LockSupport.park();
        System.out.println("park returned " + Thread.interrupted());
        LockSupport.unpark(Thread.currentThread());
        LockSupport.park();
        System.out.println("permit used");
        LockSupport.parkNanos(1);
        LockSupport.parkUntil(System.currentTimeMillis() - 1);
        Thread early = new Thread(() -> System.out.println("early " + Thread.interrupted()), "early");
        early.interrupt();
        early.start();
        early.join();
        Thread.currentThread().interrupt();
        try {
            new Object() {
                synchronized void await() throws InterruptedException {
                    wait(10);
                }
            }.await();
        } catch (InterruptedException e) {
            System.out.println(e + " " + Thread.interrupted());
        }
        Thread.sleep(0);
        Thread.sleep(1, 999_999);
        Thread.yield();
    }

    static void ends() throws Exception {
        Thread.setDefaultUncaughtExceptionHandler((t, e) -> System.out.println(t.getName() + " ended by " + e));
        start("thrower", () -> {
            throw new IllegalStateException("on purpose");
        }).join();
        Thread own = new Thread(() -> {
            throw new Error("mine");
        }, "own");
        own.setUncaughtExceptionHandler((t, e) -> {
            throw new RuntimeException("lost");
        });
        own.start();
        own.join();
        System.out.println(own.getState() + " " + own.getThreadGroup());
        try {
            own.start();
        } catch (IllegalThreadStateException e) {
            System.out.println(e);
        }
        Thread stopped = start("stopped", () -> Thread.currentThread().stop());
        stopped.join();
        System.out.println(stopped.isAlive());
    }

    static void groups() {
        ThreadGroup main = Thread.currentThread().getThreadGroup();
        System.out.println(main.getName() + " " + main.getParent().getName() + " " + main.getParent().getParent() + " " + main.activeCount() + " " + Thread.currentThread());
        System.out.println(new Thread((Runnable) null, "x").getPriority() + " " + Thread.currentThread().getId());
    }
}
