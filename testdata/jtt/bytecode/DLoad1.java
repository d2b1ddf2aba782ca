// runs: (0, 7.5)=7.5; (0, -8.25)=-8.25
public class DLoad1 {
    public static double test(int p0, double v) {
        return v;
    }
}
