// runs: (5)=18; (1000)=3003
public class GenericBox {
    static class Box<T> {
        final T value;
        Box(T v) { value = v; }
        <R> Box<R> map(java.util.function.Function<? super T, ? extends R> f) { return new Box<>(f.apply(value)); }
    }

    public static int test(int n) {
        Box<Integer> b = new Box<>(n);
        int sum = 0;
        for (int i = 0; i < 300; i += 100) sum += b.map(x -> x + 1).value;
        return sum;
    }
}
