// runs: (0)="int void"; (1)="[[I[Ljava.lang.String;"; (2)="ClassLiteralClassLiteral$Inner"
// runs: (3)="true true true"; (4)="true"; (5)="java.lang.Object2"
public class ClassLiteral {
    static class Inner {
    }

    public static Object test(int n) {
        switch (n) {
            case 0: return int.class + " " + void.class;
            case 1: return int[][].class.getName() + String[].class.getName();
            case 2: return ClassLiteral.class.getSimpleName() + Inner.class.getName();
            case 3: return Runnable.class.isInterface() + " " + int[].class.isArray() + " " + long.class.isPrimitive();
            case 4: return new int[0].getClass() == int[].class;
            default: return Integer[].class.getSuperclass().getName() + Integer[].class.getInterfaces().length;
        }
    }
}
