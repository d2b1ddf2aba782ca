// Inner, local, anonymous and static nested classes; captured state; qualified this and new.
import java.util.*;
import java.util.function.*;

public class InnerClasses {
    private int counter = 10;
    private static String secret = "s";

    class Inner {
        int counter = 5;

        class Deep {
            int sum(int counter) { return counter + this.counter() + Inner.this.counter + InnerClasses.this.counter; }
            private int counter() { return 1000; }
        }

        private int bump() { return ++InnerClasses.this.counter; }
    }

    static class Nested {
        private String peek() { return secret += "!"; }
    }

    class Sub extends Inner {
        Sub() { counter = 7; }
    }

    static class Outside extends Inner {
        Outside(InnerClasses o) { o.super(); }
    }

    abstract static class Shape {
        final String name;
        Shape(String name) { this.name = name + describe(); }
        abstract String describe();
    }

    Iterator<Integer> countdown(int from) {
        int step = 3;
        class Down implements Iterator<Integer> {
            int at = from;
            public boolean hasNext() { return at > 0; }
            public Integer next() {
                try {
                    return at + counter;
                } finally {
                    at -= step;
                }
            }
        }
        return new Down();
    }

    interface Visitor<R> { R visit(Object o); }

    public static void main(String[] args) {
        InnerClasses outer = new InnerClasses();
        Inner inner = outer.new Inner();
        Inner.Deep deep = inner.new Deep();
        System.out.println(deep.sum(1) + " " + inner.bump() + " " + inner.bump() + " " + outer.counter);
        System.out.println(new Nested().peek() + new Nested().peek() + " " + outer.new Sub().counter + " " + ((Inner) new Outside(outer)).bump());
        for (Iterator<Integer> it = outer.countdown(10); it.hasNext();) System.out.print(it.next() + " ");
        System.out.println();
        int captured = 42;
        Shape s = new Shape("anon") {
            int field = 9;
            String describe() { return "(" + field + "," + captured + ")"; }
        };
        System.out.println(s.name + s.describe());
        List<IntSupplier> suppliers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int j = i;
            suppliers.add(new IntSupplier() {
                int calls;
                public int getAsInt() { return j * 10 + calls++; }
            });
        }
        for (int round = 0; round < 2; round++) for (IntSupplier f : suppliers) System.out.print(f.getAsInt() + " ");
        System.out.println();
        Visitor<String> v = new Visitor<>() {
            @Override public String visit(Object o) { return o instanceof Object[] a ? Arrays.stream(a).map(this::visit).toList().toString() : "<" + o + ">"; }
        };
        System.out.println(v.visit(new Object[] {1, new Object[] {2, "x"}}));
        System.out.println(new HashMap<String, Integer>() {{ put("init", 1); }} + " " + new Object() { int hidden = 3; }.hidden);
        System.out.println(outer.countdown(1).getClass().getName() + " " + s.getClass().getName() + " " + Inner.Deep.class.getName() + " " + Inner.class.getEnclosingClass().getSimpleName()
            + " [" + s.getClass().getSimpleName() + "] " + outer.countdown(1).getClass().getEnclosingMethod().getName() + " " + outer.countdown(1).getClass().isLocalClass() + s.getClass().isAnonymousClass());
        try {
            InnerClasses none = null;
            none.new Inner();
        } catch (NullPointerException e) {
            System.out.println("null outer");
        }
    }
}
