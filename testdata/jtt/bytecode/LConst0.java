// runs: ()=0
public class LConst0 {
    public static long test() {
        return 0L;
    }
}
