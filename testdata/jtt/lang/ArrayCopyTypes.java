// runs: (5)="ayz arraycopy: element type mismatch: can not cast one of the elements of java.lang.Object[] to the type of the destination array, java.lang.String"
public class ArrayCopyTypes {
    public static Object test(int n) {
        Object[] from = {"a", n, "c"};
        String[] to = {"x", "y", "z"};
        try {
            System.arraycopy(from, 0, to, 0, 3);
        } catch (ArrayStoreException e) {
            return to[0] + to[1] + to[2] + " " + e.getMessage();
        }
        return "no exception";
    }
}
