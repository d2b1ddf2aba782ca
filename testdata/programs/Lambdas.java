// Lambdas: captures of every kind, recursion, currying, exceptions, serialisable and intersection targets.
import java.io.*;
import java.util.*;
import java.util.concurrent.Callable;
import java.util.function.*;

public class Lambdas {
    int field = 1;
    static int statics = 2;

    Supplier<Integer> capture(int i, long j, double d, float f, byte b, short s, char c, boolean z, String t, int[] a) {
        return () -> (int) (i + j + d + f + b + s + c + (z ? 1 : 0) + t.length() + a[0] + field++ + statics++);
    }

    interface TriFunction<A, B, C, R> {
        R apply(A a, B b, C c);
        default <V> TriFunction<A, B, C, V> then(Function<? super R, ? extends V> f) { return (a, b, c) -> f.apply(apply(a, b, c)); }
    }

    interface Prim { long f(int a, long b, double c); }

    static <T> T twice(UnaryOperator<T> f, T t) { return f.apply(f.apply(t)); }

    static <T, R> Function<T, R> memo(Function<T, R> f) {
        Map<T, R> cache = new HashMap<>();
        return t -> {
            if (!cache.containsKey(t)) cache.put(t, f.apply(t));
            return cache.get(t);
        };
    }

    static int fact(int n) {
        IntUnaryOperator[] f = new IntUnaryOperator[1];
        f[0] = k -> k <= 1 ? 1 : k * f[0].applyAsInt(k - 1);
        return f[0].applyAsInt(n);
    }

    public static void main(String[] args) throws Exception {
        int[] box = {1};
        Supplier<Integer> s = new Lambdas().capture(1, 2L, 3.5, 4.5f, (byte) 5, (short) 6, 'a', true, "text", box);
        System.out.println(s.get());
        box[0] = 100;
        System.out.println(s.get() + " " + fact(10) + " " + twice(x -> x + x, "ab"));
        TriFunction<Integer, Integer, Integer, Integer> sum = (a, b, c) -> a + b + c;
        System.out.println(sum.then(x -> x * 2).then(Integer::toBinaryString).apply(1, 2, 3));
        Prim p = (a, b, c) -> a + b + (long) c;
        System.out.println(p.f(1, 2, 3.9));
        int[] count = {0};
        Function<Integer, Integer> slow = memo(n -> { count[0]++; return n * n; });
        System.out.println(slow.apply(4) + slow.apply(4) + slow.apply(5) + " " + count[0]);
        Function<Integer, Function<Integer, Function<Integer, Integer>>> curried = a -> b -> c -> a * 100 + b * 10 + c;
        System.out.println(curried.apply(1).apply(2).apply(3));
        Runnable r = (Runnable & Serializable) () -> System.out.println("serialisable " + statics);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(r);
        }
        ((Runnable) new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject()).run();
        Callable<Object> thrower = () -> { throw new IOException("from lambda"); };
        try {
            thrower.call();
        } catch (IOException e) {
            System.out.println(e.getMessage() + " " + e.getStackTrace()[0].getMethodName());
        }
        BiFunction<Integer, Integer, Integer> add = Integer::sum;
        System.out.println(add.andThen(x -> -x).apply(3, 4) + " " + Predicate.<String>not(String::isEmpty).and(x -> x.length() < 3).or(x -> x.startsWith("z")).test("zzzz"));
        Supplier<Supplier<String>> nested = () -> { String inner = "in" + count[0]; return () -> inner + args.length; };
        System.out.println(nested.get().get());
        List<Supplier<Integer>> list = new ArrayList<>();
        for (int i = 0; i < 3; i++) { int j = i; list.add(() -> j * j); }
        for (var f : list) System.out.print(f.get() + " ");
        System.out.println(((Function<Object, String>) Object::toString).compose((Integer i) -> i + 1).apply(5));
        Object o = (Supplier<String> & Runnable0) () -> "both";
        System.out.println(((Supplier<?>) o).get() + " " + (o instanceof Runnable0) + " " + o.getClass().isSynthetic() + o.getClass().isHidden());
        ToDoubleBiFunction<Float, Long> mixed = (f, l) -> f * l;
        System.out.println(mixed.applyAsDouble(1.5f, 3L) + " " + ((ObjIntConsumer<List<Integer>>) List::add).getClass().isInterface());
    }

    interface Runnable0 {}
}
