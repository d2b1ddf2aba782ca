// runs: ()=4
public class IConst4 {
    public static int test() {
        return 4;
    }
}
