// runs: (0, "s")="s"; (0, null)=null; (0, 5)=!java.lang.ClassCastException; (1, 5)="5"
// runs: (1, new Object())=!java.lang.ClassCastException; (2, new String[3])="3"; (2, new int[2][2])="2"
// runs: (2, new int[3])=!java.lang.ClassCastException; (3, new int[3])="3"
// runs: (3, new long[3])=!java.lang.ClassCastException; (4, new Integer[1])="1"
// runs: (4, new String[1])=!java.lang.ClassCastException; (5, new int[1])="int[]"
// runs: (6, new CheckCast[2][1])="2"; (6, new Object[2][1])=!java.lang.ClassCastException
public class CheckCast {
    public static Object test(int t, Object o) {
        switch (t) {
            case 0: return (String) o;
            case 1: return (Comparable<?>) o;
            case 2: return ((Object[]) o).length;
            case 3: return ((int[]) o).length;
            case 4: return ((Number[]) o).length;
            case 5: return ((Cloneable) o).getClass().getSimpleName();
            default: return ((CheckCast[][]) o).length;
        }
    }
}
