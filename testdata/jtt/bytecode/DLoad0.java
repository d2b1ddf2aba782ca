// runs: (7.5)=7.5; (-8.25)=-8.25
public class DLoad0 {
    public static double test(double v) {
        return v;
    }
}
