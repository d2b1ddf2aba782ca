// runs: (0)=9; (1)=16; (2)=-1
public class SealedPatterns {
    sealed interface Shape permits Circle, Square {
    }

    record Circle(int r) implements Shape {
    }

    record Square(int a) implements Shape {
    }

    public static int test(int n) {
        Shape s = n == 0 ? new Circle(3) : n == 1 ? new Square(4) : null;
        if (s instanceof Circle c && c.r() > 1) return c.r() * 3;
        if (s instanceof Square q) return q.a() * q.a();
        return -1;
    }
}
