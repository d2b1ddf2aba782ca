// Method references of all four kinds, with boxing, varargs, super, arrays and generics.
import java.util.*;
import java.util.function.*;

public class MethodRefs {
    static class Base {
        String who() { return "base"; }
        protected String prot(int i) { return "prot" + i; }
    }

    static class Derived extends Base {
        @Override String who() { return "derived"; }
        Supplier<String> up() { return super::who; }
        Supplier<String> here() { return this::who; }
        IntFunction<String> inherited() { return super::prot; }
    }

    record P(String a, int b) {}

    static int sum(int... xs) { return Arrays.stream(xs).sum(); }

    static <T> List<T> listOf(T a, T b) { return List.of(a, b); }

    private static long widen(long x) { return x + 1; }

    public static void main(String[] args) {
        Function<String, Integer> parse = Integer::parseInt;
        Function<String, Integer> length = String::length;
        Supplier<String> bound = "bound"::toUpperCase;
        BiFunction<String, Integer, P> make = P::new;
        IntFunction<int[][]> arrays = int[][]::new;
        Function<Integer, List<String>[]> generic = List[]::new;
        IntBinaryOperator three = MethodRefs::sum;
        Supplier<Integer> none = MethodRefs::sum;
        BinaryOperator<String> concat = String::concat;
        BiFunction<Integer, Integer, List<Integer>> of = MethodRefs::listOf;
        IntToLongFunction widen = MethodRefs::widen;
        ToIntFunction<Integer> unbox = Integer::intValue;
        IntFunction<Integer> box = Integer::valueOf;
        Comparator<String> c = String::compareToIgnoreCase;
        System.out.println(parse.apply("12") + length.apply("four") + bound.get() + make.apply("m", 3) + arrays.apply(3).length + generic.apply(2).length);
        System.out.println(three.applyAsInt(4, 5) + " " + none.get() + " " + concat.apply("x", "y") + of.apply(1, 2) + widen.applyAsLong(9) + unbox.applyAsInt(7) + box.apply(8) + c.compare("a", "B"));
        Derived d = new Derived();
        System.out.println(d.up().get() + " " + d.here().get() + " " + d.inherited().apply(4) + " " + ((Function<Base, String>) Base::who).apply(d));
        StringBuilder sb = new StringBuilder();
        List.of("c", "a", "b").stream().sorted(Comparator.naturalOrder()).forEach(sb::append);
        System.out.println(sb);
        Supplier<Supplier<List<String>>> chain = () -> ArrayList::new;
        System.out.println(chain.get().get());
        Function<int[], int[]> clone = int[]::clone;
        int[] original = {1, 2};
        int[] copy = clone.apply(original);
        copy[0] = 9;
        System.out.println(original[0] + " " + copy[0]);
        String nothing = null;
        try {
            Supplier<Integer> s = nothing::length;
            System.out.println(s);
        } catch (NullPointerException e) {
            System.out.println("null receiver");
        }
        int[] evaluated = {0};
        Supplier<String> once = next(evaluated)::toString;
        once.get();
        once.get();
        System.out.println(evaluated[0]);
        BiPredicate<String, Object> eq = String::equals;
        System.out.println(eq.test("a", "a") + " " + ((Predicate<Object>) String.class::isInstance).test(1) + " " + ((Function<Object, String>) String.class::cast).apply("cast"));
        Map<String, Function<Double, Double>> table = new TreeMap<>(Map.of("sqrt", Math::sqrt, "abs", Math::abs, "floor", Math::floor));
        table.forEach((k, f) -> System.out.print(k + "=" + f.apply(2.25) + " "));
        System.out.println();
    }

    static Object next(int[] n) { n[0]++; return n[0]; }
}
