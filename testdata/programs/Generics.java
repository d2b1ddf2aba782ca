// Generic classes and methods: bounds, wildcards, bridges, recursive types, heap pollution.
import java.lang.reflect.*;
import java.util.*;
import java.util.function.*;

public class Generics {
    static abstract class Node<T extends Comparable<? super T>, S extends Node<T, S>> implements Comparable<S> {
        final T value;
        final List<S> children = new ArrayList<>();

        Node(T value) { this.value = value; }

        abstract S self();

        @SafeVarargs
        final S with(S... more) {
            children.addAll(Arrays.asList(more));
            return self();
        }

        public int compareTo(S o) { return value.compareTo(o.value); }

        <R> R fold(BiFunction<? super T, ? super List<R>, ? extends R> f) {
            List<R> rs = new ArrayList<>();
            for (S c : children) rs.add(c.fold(f));
            return f.apply(value, rs);
        }
    }

    static class StringNode extends Node<String, StringNode> {
        StringNode(String s) { super(s); }
        StringNode self() { return this; }
    }

    interface Monoid<T> {
        T zero();
        T plus(T a, T b);

        static <T> T sum(Monoid<T> m, Iterable<? extends T> ts) {
            T r = m.zero();
            for (T t : ts) r = m.plus(r, t);
            return r;
        }
    }

    enum IntSum implements Monoid<Integer> {
        INSTANCE;
        public Integer zero() { return 0; }
        public Integer plus(Integer a, Integer b) { return a + b; }
    }

    static <A, B extends A> void copy(Collection<? super A> to, Collection<B> from) { to.addAll(from); }

    static <T extends Object & Comparable<? super T>> T max(Collection<? extends T> c) {
        Iterator<? extends T> i = c.iterator();
        T best = i.next();
        while (i.hasNext()) {
            T t = i.next();
            if (t.compareTo(best) > 0) best = t;
        }
        return best;
    }

    @SuppressWarnings("unchecked")
    static <T> T[] array(T... ts) { return ts; }

    static class Cell<T> implements Supplier<T>, Consumer<T> {
        private T t;
        public T get() { return t; }
        public void accept(T t) { this.t = t; }
    }

    static class IntCell extends Cell<Integer> {
        @Override public Integer get() { return super.get() == null ? -1 : super.get() * 2; }
        @Override public void accept(Integer i) { super.accept(i + 1); }
    }

    public static void main(String[] args) throws Exception {
        StringNode tree = new StringNode("r").with(new StringNode("b").with(new StringNode("x")), new StringNode("a"));
        System.out.println(tree.<String>fold((v, rs) -> v + rs) + " " + tree.<Integer>fold((v, rs) -> 1 + rs.stream().mapToInt(i -> i).sum()));
        Collections.sort(tree.children);
        System.out.println(tree.children.get(0).value + " " + Collections.max(tree.children).value);
        System.out.println(Monoid.sum(IntSum.INSTANCE, List.of(1, 2, 3)));
        List<Object> objects = new ArrayList<>();
        Generics.<Number, Integer>copy(objects, List.of(1, 2));
        copy(objects, Set.of("s"));
        System.out.println(objects + " " + max(List.of(3, 9, 4)) + " " + array(1, "x", 2.0).getClass().getSimpleName() + " " + array("p").getClass().getSimpleName());
        Cell<Integer> cell = new IntCell();
        Supplier<Integer> s = cell;
        System.out.print(s.get() + " ");
        ((Consumer<Integer>) cell).accept(20);
        System.out.println(s.get());
        @SuppressWarnings({"unchecked", "rawtypes"})
        Consumer<Object> raw = (Consumer) cell;
        try {
            raw.accept("oops");
        } catch (ClassCastException e) {
            System.out.println(e.getMessage());
        }
        @SuppressWarnings({"unchecked", "rawtypes"})
        List<String> polluted = (List) new ArrayList<>(List.of(1));
        try {
            String x = polluted.get(0);
            System.out.println(x);
        } catch (ClassCastException e) {
            System.out.println(e.getMessage());
        }
        System.out.println(Arrays.toString(IntCell.class.getGenericSuperclass() instanceof ParameterizedType p ? p.getActualTypeArguments() : null));
        System.out.println(Arrays.toString(Node.class.getTypeParameters()) + " " + Arrays.toString(Node.class.getTypeParameters()[0].getBounds()));
        System.out.println(Generics.class.getDeclaredMethod("max", Collection.class).toGenericString());
        System.out.println(Arrays.stream(IntCell.class.getDeclaredMethods()).filter(Method::isBridge).map(Method::getName).sorted().toList());
        Function<Function<Integer, Function<Integer, Integer>>, Integer> curry = f -> f.apply(3).apply(4);
        System.out.println(curry.apply(a -> b -> a * 10 + b));
    }
}
