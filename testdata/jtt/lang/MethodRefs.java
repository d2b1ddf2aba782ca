// runs: (5)="101BOUND54sb5"
public class MethodRefs {
    public static Object test(int n) {
        java.util.function.Function<Integer, String> a = Integer::toBinaryString;
        java.util.function.Supplier<String> b = "bound"::toUpperCase;
        java.util.function.IntFunction<int[]> c = int[]::new;
        java.util.function.Function<String, Integer> d = String::length;
        java.util.function.Function<String, StringBuilder> e = StringBuilder::new;
        return a.apply(n) + b.get() + c.apply(n).length + d.apply("four") + e.apply("sb").append(n);
    }
}
