// runs: (0)="true false true java.lang.Object"; (1)="true true true java.lang.String"
// runs: (2)="true false true [I"; (3)="true false true ObjectMethods$OwnObjectMethods$Own@1f"
public class ObjectMethods {
    static class Own {
        @Override public int hashCode() { return 31; }
    }

    public static Object test(int n) {
        Object o = n == 0 ? new Object() : n == 1 ? "text" : n == 2 ? new int[1] : new Own();
        return o.equals(o) + " " + o.equals("text") + " " + (o.hashCode() == o.hashCode()) + " " + o.getClass().getName() + (n == 3 ? o.toString() : "");
    }
}
