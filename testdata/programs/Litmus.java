// stress: 100
// The memory model: outcomes that must not occur, and controls that show that the tests would notice them.
import java.lang.invoke.*;
import java.util.*;
import java.util.concurrent.atomic.*;
import java.util.function.*;

public class Litmus {
    // The shared variables of one trial, each with a neighbourhood of its own.
    static class State {
        int x, p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, pa, pb, pc, pd, pe;
        int y, q0, q1, q2, q3, q4, q5, q6, q7, q8, q9, qa, qb, qc, qd, qe;
        volatile int vx, s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, sa, sb, sc, sd, se;
        volatile int vy, t0, t1, t2, t3, t4, t5, t6, t7, t8, t9, ta, tb, tc, td, te;
        Box box;
        int r1, r2, r3, r4;
    }

    static class Box {
        final int value;
        Box(int value) { this.value = value; }
    }

    static class LateBox extends Box {
        int late;
        LateBox(State state) { super(1); state.box = this; late = 1; }
    }

    static final VarHandle X, Y;

    static {
        try {
            X = MethodHandles.lookup().findVarHandle(State.class, "x", int.class);
            Y = MethodHandles.lookup().findVarHandle(State.class, "y", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    static final int TRIALS = 1000;
    static final State[] states = new State[TRIALS];
    static final AtomicInteger met = new AtomicInteger();

    // Two or more actors do their parts of all trials at about the same time.
    static long round(Predicate<State> strange, List<Consumer<State>> actors) {
        for (int i = 0; i < TRIALS; i++) states[i] = new State();
        Thread[] threads = new Thread[actors.size()];
        met.set(0);
        for (int t = 0; t < threads.length; t++) {
            Consumer<State> actor = actors.get(t);
            threads[t] = new Thread(() -> {
                for (int i = 0; i < TRIALS; i++) {
                    if ((i & 15) == 0) {
                        int all = (i / 16 + 1) * threads.length;
                        met.getAndIncrement();
                        for (int spins = 0; met.get() < all; spins++) if (spins > 500) Thread.yield();
                    }
                    actor.accept(states[i]);
                }
            });
            threads[t].start();
        }
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        return Arrays.stream(states).filter(strange).count();
    }

    static int rounds;

    // An outcome that no execution may have.
    @SafeVarargs
    static void never(String name, Predicate<State> strange, Consumer<State>... actors) {
        long seen = 0;
        for (int i = 0; i < rounds; i++) seen += round(strange, List.of(actors));
        System.out.println(name + ": " + (seen == 0 ? "never" : seen + " times, which is wrong"));
    }

    // An outcome that does occur on this machine, sooner or later.
    @SafeVarargs
    static void sometimes(String name, Predicate<State> strange, Consumer<State>... actors) {
        long start = System.nanoTime(), cpu = cpuNanos(), seen = 0;
        boolean possible = Runtime.getRuntime().availableProcessors() > 1;
        while (possible && seen == 0 && System.nanoTime() - start < 20_000_000_000L) seen = round(strange, List.of(actors));
        // On a machine that is busy with other things the actors hardly ever run at the same time.
        possible &= cpuNanos() - cpu > (System.nanoTime() - start) * 4 / 5;
        System.out.println(name + ": " + (seen > 0 || !possible ? "sometimes" : "not seen, so that these tests prove nothing"));
    }

    static long cpuNanos() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
    }

    public static void main(String[] args) {
        rounds = args.length > 0 ? Integer.parseInt(args[0]) : 2;
        storeBuffering();
        messagePassing();
        loadBuffering();
        independentReads();
        exchanges();
        finalFields();
    }

    static void storeBuffering() {
        Predicate<State> bothZero = s -> s.r1 == 0 && s.r2 == 0;
        sometimes("store buffering, plain", bothZero, s -> { s.x = 1; s.r1 = s.y; }, s -> { s.y = 1; s.r2 = s.x; });
        never("store buffering, volatile", bothZero, s -> { s.vx = 1; s.r1 = s.vy; }, s -> { s.vy = 1; s.r2 = s.vx; });
        never("store buffering, VarHandle volatile", bothZero,
            s -> { X.setVolatile(s, 1); s.r1 = (int) Y.getVolatile(s); }, s -> { Y.setVolatile(s, 1); s.r2 = (int) X.getVolatile(s); });
        never("store buffering, fences", bothZero,
            s -> { X.setOpaque(s, 1); VarHandle.fullFence(); s.r1 = (int) Y.getOpaque(s); },
            s -> { Y.setOpaque(s, 1); VarHandle.fullFence(); s.r2 = (int) X.getOpaque(s); });
        never("store buffering, getAndSet", bothZero,
            s -> { X.getAndSet(s, 1); s.r1 = (int) Y.getVolatile(s); }, s -> { Y.getAndSet(s, 1); s.r2 = (int) X.getVolatile(s); });
        never("store buffering, compareAndSet", bothZero,
            s -> { X.compareAndSet(s, 0, 1); s.r1 = (int) Y.getVolatile(s); }, s -> { Y.compareAndSet(s, 0, 1); s.r2 = (int) X.getVolatile(s); });
        never("store buffering, monitors", bothZero,
            s -> { synchronized (s) { s.x = 1; } synchronized (s) { s.r1 = s.y; } },
            s -> { synchronized (s) { s.y = 1; } synchronized (s) { s.r2 = s.x; } });
    }

    static void messagePassing() {
        Predicate<State> flagOnly = s -> s.r1 == 1 && s.r2 == 0;
        sometimes("message passing, wrong way round", flagOnly, s -> { s.y = 1; s.x = 1; }, s -> { s.r1 = s.y; s.r2 = s.x; });
        never("message passing, volatile flag", flagOnly, s -> { s.x = 1; s.vy = 1; }, s -> { s.r1 = s.vy; s.r2 = s.x; });
        never("message passing, release and acquire", flagOnly,
            s -> { s.x = 1; Y.setRelease(s, 1); }, s -> { s.r1 = (int) Y.getAcquire(s); s.r2 = s.x; });
        never("message passing, fences", flagOnly,
            s -> { s.x = 1; VarHandle.releaseFence(); Y.setOpaque(s, 1); },
            s -> { s.r1 = (int) Y.getOpaque(s); VarHandle.acquireFence(); s.r2 = s.x; });
        never("message passing, monitor", s -> s.r1 != s.r2,
            s -> { synchronized (s) { s.x = 1; s.y = 1; } }, s -> { synchronized (s) { s.r1 = s.y; s.r2 = s.x; } });
        sometimes("message passing, no monitor", s -> s.r1 != s.r2, s -> { s.x = 1; s.y = 1; }, s -> { s.r1 = s.y; s.r2 = s.x; });
    }

    static void loadBuffering() {
        Predicate<State> bothOne = s -> s.r1 == 1 && s.r2 == 1;
        sometimes("load buffering, wrong way round", bothOne, s -> { s.y = 1; s.r1 = s.x; }, s -> { s.x = 1; s.r2 = s.y; });
        never("load buffering, volatile", bothOne, s -> { s.r1 = s.vx; s.vy = 1; }, s -> { s.r2 = s.vy; s.vx = 1; });
        never("load buffering, acquire and release", bothOne,
            s -> { s.r1 = (int) X.getAcquire(s); Y.setRelease(s, 1); }, s -> { s.r2 = (int) Y.getAcquire(s); X.setRelease(s, 1); });
    }

    static void independentReads() {
        Predicate<State> contradiction = s -> s.r1 == 1 && s.r2 == 0 && s.r3 == 1 && s.r4 == 0;
        never("independent reads of independent writes, volatile", contradiction,
            s -> s.vx = 1, s -> s.vy = 1, s -> { s.r1 = s.vx; s.r2 = s.vy; }, s -> { s.r3 = s.vy; s.r4 = s.vx; });
        never("reads of one variable, opaque", s -> s.r1 == 1 && s.r2 == 0,
            s -> X.setOpaque(s, 1), s -> { s.r1 = (int) X.getOpaque(s); s.r2 = (int) X.getOpaque(s); });
    }

    static void exchanges() {
        never("compareAndSet, one winner", s -> s.r1 + s.r2 != 1,
            s -> s.r1 = X.compareAndSet(s, 0, 1) ? 1 : 0, s -> s.r2 = X.compareAndSet(s, 0, 2) ? 1 : 0);
        never("compareAndExchange, one winner", s -> (s.r1 == 0) == (s.r2 == 0),
            s -> s.r1 = (int) X.compareAndExchange(s, 0, 1), s -> s.r2 = (int) X.compareAndExchange(s, 0, 2));
        never("getAndAdd, no update lost", s -> s.x != 3, s -> X.getAndAdd(s, 1), s -> X.getAndAdd(s, 2));
        never("getAndBitwiseOr, no update lost", s -> s.x != 3, s -> X.getAndBitwiseOr(s, 1), s -> X.getAndBitwiseOr(s, 2));
        sometimes("plain increments, updates lost", s -> s.x != 2, s -> s.x++, s -> s.x++);
    }

    static void finalFields() {
        never("final field", s -> s.r1 == 1 && s.r2 == 0,
            s -> s.box = new Box(1), s -> { Box box = s.box; if (box != null) { s.r1 = 1; s.r2 = box.value; } });
        sometimes("field written after publication", s -> s.r1 == 1 && s.r2 == 0,
            s -> new LateBox(s), s -> { LateBox box = (LateBox) s.box; if (box != null) { s.r1 = 1; s.r2 = box.late; } });
    }
}
