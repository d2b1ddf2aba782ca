// runs: ()=0
public class DConst0 {
    public static double test() {
        return 0d;
    }
}
