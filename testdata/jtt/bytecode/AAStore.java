// runs: (0, 1, 5)="5"; (1, 0, "s")="s"; (1, 0, null)=null
// runs: (1, 0, 5)=!java.lang.ArrayStoreException "java.lang.Integer"; (2, 0, 5)="5"
// runs: (2, 0, new Object())=!java.lang.ArrayStoreException "java.lang.Object"
// runs: (3, 0, new long[1])=!java.lang.ArrayStoreException "[J"; (3, 1, null)=null
// runs: (4, 0, new int[1])=!java.lang.ArrayStoreException "[I"
// runs: (1, 2, 5)=!java.lang.ArrayIndexOutOfBoundsException; (5, 0, null)=!java.lang.NullPointerException
public class AAStore {
    public static Object test(int n, int i, Object v) {
        Object[] a = n == 0 ? new Object[2] : n == 1 ? new String[2] : n == 2 ? new Comparable[2] : n == 3 ? new int[2][] : n == 4 ? new Object[2][] : null;
        a[i] = v;
        return a[i];
    }
}
