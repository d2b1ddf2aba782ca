// runs: (0, 1, 7)=7; (0, 1, -8)=-8
public class ILoad2 {
    public static int test(int p0, int p1, int v) {
        return v;
    }
}
