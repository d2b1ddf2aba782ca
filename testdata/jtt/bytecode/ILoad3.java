// runs: (0, 1, 2, 7)=7; (0, 1, 2, -8)=-8
public class ILoad3 {
    public static int test(int p0, int p1, int p2, int v) {
        return v;
    }
}
