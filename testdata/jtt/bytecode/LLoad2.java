// runs: (0, 1, 7L)=7; (0, 1, -8L)=-8
public class LLoad2 {
    public static long test(int p0, int p1, long v) {
        return v;
    }
}
