// runs: (new Object[1], "s")="s"; (new String[1], 5)="java.lang.Integer"
// runs: (new Integer[1][], new long[1])="[J"; (new Runnable[1], new StoreMessages())="StoreMessages"
// runs: (new Runnable[1], null)=null
public class StoreMessages {
    public static Object test(Object[] a, Object v) {
        try {
            a[0] = v;
            return a[0];
        } catch (ArrayStoreException e) {
            return e.getMessage();
        }
    }
}
