// runs: (0, 1, 7.5)=7.5; (0, 1, -8.25)=-8.25
public class DLoad2 {
    public static double test(int p0, int p1, double v) {
        return v;
    }
}
