// runs: (0, 7L)=7; (0, -8L)=-8
public class LLoad1 {
    public static long test(int p0, long v) {
        return v;
    }
}
