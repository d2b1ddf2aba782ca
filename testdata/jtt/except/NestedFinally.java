// runs: (0)="abfF"; (1)="afSF"; (2)="abfAF"
public class NestedFinally {
    public static Object test(int n) {
        StringBuilder sb = new StringBuilder();
        try {
            try {
                sb.append("a");
                if (n == 1) throw new IllegalStateException();
                sb.append("b");
            } finally {
                sb.append("f");
                if (n == 2) throw new IllegalArgumentException();
            }
        } catch (IllegalStateException e) {
            sb.append("S");
        } catch (IllegalArgumentException e) {
            sb.append("A");
        } finally {
            sb.append("F");
        }
        return sb.toString();
    }
}
