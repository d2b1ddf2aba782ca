// runs: (0, 1, 2, 7.5)=7.5; (0, 1, 2, -8.25)=-8.25
public class DLoad3 {
    public static double test(int p0, int p1, int p2, double v) {
        return v;
    }
}
