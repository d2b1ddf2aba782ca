// runs: ()=-1
public class IConstM1 {
    public static int test() {
        return -1;
    }
}
