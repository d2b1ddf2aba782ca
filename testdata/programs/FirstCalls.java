// stress: 2000
// Methods that several threads call for the first time at the same moment: preparation, linking, natives.
import java.io.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
import java.util.function.*;

public class FirstCalls {
    static final int THREADS = 2;
    static final AtomicInteger met = new AtomicInteger();
    static boolean alone;

    // Waits until all threads are here, then a little, differently each time.
    public static void meet() {
        if (alone) return;
        int all = (met.getAndIncrement() / THREADS + 1) * THREADS;
        int spins = 0;
        while (met.get() < all) if (++spins > 1000) Thread.yield();
        for (int jitter = ThreadLocalRandom.current().nextInt(12); jitter > 0; jitter--) Thread.onSpinWait();
    }

    // Its class is defined anew for each round, so that all its methods are called for the first time.
    public static class Fresh implements IntUnaryOperator {
        static int s0(int a, int b) { return a + b; }
        static int s1(Object o, long a, int b) { return (int) a * b; }
        static synchronized int s2(int a, double d, int b) { return a - b + (int) d; }
        static String s3(String s, int b) { return s + b; }
        static long s4(long a, long b) { return a ^ b; }
        static int s5(int[] array, int i) { return array[i]; }
        static Object s6(Object o, Object p, int b) { return b > 0 ? o : p; }
        static int s7() { return 7; }
        int v0(int a) { return a * 3; }
        synchronized int v1(int a, int b) { return a / b; }
        int v2(int a, long b) { return (int) (a + b); }
        private int p0(int a) { return ~a; }
        final int f0(int a, int b) { return a & b; }
        interface Shape { int area(int scale); default int twice(int scale) { return 2 * area(scale); } }
        record Box(int width, int height) implements Shape {
            public int area(int scale) { return width * height * scale; }
        }
        static class Base { int x; Base(int x) { this.x = x; } int get(int add) { return x + add; } }
        static class Derived extends Base { Derived(int x) { super(x + 1); } @Override int get(int add) { return super.get(add) * 2; } }

        @Override public int applyAsInt(int n) {
            meet();
            int sum = s0(n, 1);
            meet();
            sum = 31 * sum + s1(this, n, 1);
            meet();
            sum = 31 * sum + s2(n, 2.5, 1);
            meet();
            sum = 31 * sum + s3("n", n).length();
            meet();
            sum = 31 * sum + (int) s4(n, 1);
            meet();
            sum = 31 * sum + s5(new int[] {n, 5}, 1);
            meet();
            sum = 31 * sum + (s6("a", this, 1) == this ? 1 : 0);
            meet();
            sum = 31 * sum + s7();
            meet();
            sum = 31 * sum + v0(n);
            meet();
            sum = 31 * sum + v1(n, 1);
            meet();
            sum = 31 * sum + v2(n, 1);
            meet();
            sum = 31 * sum + p0(1);
            meet();
            sum = 31 * sum + f0(n, 1);
            Shape shape = new Box(n, 2);
            meet();
            sum = 31 * sum + shape.area(1);
            meet();
            sum = 31 * sum + shape.twice(1);
            meet();
            sum = 31 * sum + shape.hashCode();
            meet();
            sum = 31 * sum + new Derived(n).get(1);
            IntUnaryOperator lambda = x -> x + sum0(x, 1);
            meet();
            sum = 31 * sum + lambda.applyAsInt(n);
            ToIntFunction<String> length = String::length;
            meet();
            sum = 31 * sum + length.applyAsInt("abc");
            return sum;
        }

        static int sum0(int a, int b) { return a - b; }
    }

    // Defines `Fresh` and what is nested in it itself.
    static class Loader extends ClassLoader {
        @Override protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("FirstCalls$Fresh")) return super.loadClass(name, resolve);
            synchronized (getClassLoadingLock(name)) {
                Class<?> known = findLoadedClass(name);
                if (known != null) return known;
                try (InputStream in = FirstCalls.class.getResourceAsStream(name + ".class")) {
                    byte[] bytes = in.readAllBytes();
                    return defineClass(name, bytes, 0, bytes.length);
                } catch (IOException e) {
                    throw new ClassNotFoundException(name, e);
                }
            }
        }
    }

    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 150;
        IntUnaryOperator[] subjects = new IntUnaryOperator[rounds];
        for (int i = 0; i < rounds; i++)
            subjects[i] = (IntUnaryOperator) new Loader().loadClass("FirstCalls$Fresh").getConstructor().newInstance();
        long[] sums = new long[THREADS];
        Thread[] threads = new Thread[THREADS];
        for (int t = 0; t < THREADS; t++) {
            int me = t;
            threads[t] = new Thread(() -> {
                for (int i = 0; i < rounds; i++) sums[me] = 31 * sums[me] + subjects[i].applyAsInt(i);
            });
            threads[t].start();
        }
        for (Thread thread : threads) thread.join();
        alone = true;
        long expected = 0;
        for (int i = 0; i < rounds; i++) expected = 31 * expected + subjects[i].applyAsInt(i);
        for (long sum : sums) System.out.println(sum == expected ? "the same sum" : sum + " instead of " + expected);
    }
}
