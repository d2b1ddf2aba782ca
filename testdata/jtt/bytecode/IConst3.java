// runs: ()=3
public class IConst3 {
    public static int test() {
        return 3;
    }
}
