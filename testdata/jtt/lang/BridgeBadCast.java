// runs: (1)=!java.lang.ClassCastException
public class BridgeBadCast {
    public static int test(int n) {
        @SuppressWarnings({"unchecked", "rawtypes"})
        Comparable<Object> c = (Comparable) Integer.valueOf(n);
        return c.compareTo("text");
    }
}
