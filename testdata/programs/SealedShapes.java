// Sealed hierarchies walked with instanceof patterns.
import java.util.*;

public class SealedShapes {
    sealed interface Shape permits Circle, Rect, Poly {}

    record Circle(double r) implements Shape {}

    record Rect(double w, double h) implements Shape {}

    static abstract sealed class Poly implements Shape permits Triangle, Free {
        abstract int corners();
    }

    static final class Triangle extends Poly {
        final double base = 3, height = 4;
        int corners() { return 3; }
    }

    static non-sealed class Free extends Poly {
        int corners() { return 17; }
    }

    static class Star extends Free {
        @Override int corners() { return 10; }
    }

    static double area(Shape s) {
        if (s instanceof Circle c) return Math.PI * c.r() * c.r();
        if (s instanceof Rect r && r.w() > 0) return r.w() * r.h();
        if (s instanceof Triangle t) return t.base * t.height / 2;
        if (!(s instanceof Poly p)) return Double.NaN;
        return p.corners();
    }

    public static void main(String[] args) {
        for (Shape s : List.of(new Circle(2), new Rect(2, 3), new Rect(-1, 3), new Triangle(), new Free(), new Star())) {
            System.out.println(s.getClass().getSimpleName() + " " + area(s));
        }
        System.out.println(Shape.class.isSealed() + " " + Arrays.stream(Shape.class.getPermittedSubclasses()).map(Class::getSimpleName).toList() + " " + Free.class.isSealed());
    }
}
