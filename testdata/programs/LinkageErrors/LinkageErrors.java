// Linkage errors from classes that were compiled apart: removed, changed and made abstract.
// exit: 1
import java.util.function.Supplier;

public class LinkageErrors {
    static void check(String name, Supplier<Object> s) {
        for (int i = 0; i < 2; i++) {
            try {
                System.out.println(name + ": " + s.get());
            } catch (LinkageError e) {
                System.out.println(name + ": " + e + (e.getCause() == null ? "" : " <- " + e.getCause()));
            }
        }
    }

    static class Worker implements Lib.Job {
        public int first() { return 1; }
    }

    static class Extends extends Lib.Open {
        @Override int value() { return 5; }
    }

    static class Overrides extends Lib.Base {
        @Override int fixed() { return 6; }
    }

    public static void main(String[] args) {
        check("unchanged", () -> Lib.same(2));
        check("removed method", () -> Lib.removed("x", 1L));
        check("changed return type", () -> Lib.returned());
        check("removed field", () -> Lib.gone);
        check("changed field type", () -> Lib.retyped);
        check("now an instance method", () -> Lib.wasStatic());
        check("now a static method", () -> new Lib().wasInstance());
        check("now an instance field", () -> Lib.staticField);
        check("now a static field", () -> new Lib().instanceField);
        check("now private", () -> Lib.wasPublic());
        check("new abstract method", () -> Lib.call(new Worker()));
        check("removed class", () -> new Lib.Removed().toString());
        check("class became interface", () -> new Lib.Became().hashCode());
        check("interface became class", () -> ((Lib.WasInterface) Lib.make()).get());
        check("superclass became final", () -> new Extends().value());
        check("method became final", () -> new Overrides().fixed());
        check("now abstract", () -> new Lib.Concrete());
        check("inlined constant", () -> Lib.CONSTANT + " " + Lib.text());
        check("removed constructor", () -> new Lib("x"));
        check("removed enum constant", () -> Lib.Colour.GREEN);
        System.out.println(Lib.removed("uncaught", 2L));
    }
}
