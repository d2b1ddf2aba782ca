// runs: (0, 7)=7; (0, -8)=-8
public class ILoad1 {
    public static int test(int p0, int v) {
        return v;
    }
}
