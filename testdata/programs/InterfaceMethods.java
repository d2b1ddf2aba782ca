// Default, static, private and re-abstracted interface methods; functional interfaces; constants.
import java.util.*;

public class InterfaceMethods {
    interface Greeter {
        String PREFIX = "Hello, ".concat("dear ");

        String name();

        default String greet() { return PREFIX + decorate(name()); }

        private String decorate(String s) { return stars(1) + s + stars(1); }

        private static String stars(int n) { return "*".repeat(n); }

        static Greeter of(String n) { return () -> n; }
    }

    interface Loud extends Greeter {
        @Override default String greet() { return Greeter.super.greet().toUpperCase(); }
    }

    interface Mute extends Greeter {
        @Override String greet();
    }

    static class Person implements Greeter {
        public String name() { return getClass().getSimpleName(); }
    }

    static class LoudPerson extends Person implements Loud {}

    static class MutePerson extends Person implements Mute {
        public String greet() { return "..."; }
    }

    static class Base {
        public String greet() { return "from the class"; }
    }

    static class ClassWins extends Base implements Loud {
        public String name() { return "nobody"; }
    }

    interface Stack2<T> extends Iterable<T> {
        void push(T t);
        T pop();
        boolean empty();

        default Stack2<T> pushAll(List<? extends T> ts) {
            ts.forEach(this::push);
            return this;
        }

        default Iterator<T> iterator() {
            return new Iterator<>() {
                public boolean hasNext() { return !empty(); }
                public T next() { return pop(); }
            };
        }
    }

    static class ArrayStack<T> implements Stack2<T> {
        private final ArrayList<T> items = new ArrayList<>();
        public void push(T t) { items.add(t); }
        public T pop() { return items.remove(items.size() - 1); }
        public boolean empty() { return items.isEmpty(); }
    }

    public static void main(String[] args) {
        for (Greeter g : List.of(new Person(), new LoudPerson(), new MutePerson(), new ClassWins(), Greeter.of("lambda"))) System.out.println(g.greet());
        StringBuilder sb = new StringBuilder();
        for (String s : new ArrayStack<String>().pushAll(List.of("a", "b", "c"))) sb.append(s);
        System.out.println(sb);
        Comparator<String> c = new Comparator<>() {
            public int compare(String a, String b) { return a.length() - b.length(); }
        };
        System.out.println(c.reversed().thenComparing(Comparator.naturalOrder()).compare("bb", "aa"));
    }
}
