// runs: ()=0
public class IConst0 {
    public static int test() {
        return 0;
    }
}
