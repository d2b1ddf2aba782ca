// runs: ()=1
public class DConst1 {
    public static double test() {
        return 1d;
    }
}
