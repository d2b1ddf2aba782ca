// runs: (2)=4134; (9)=4044
public class HandlerRanges {
    public static int test(int n) {
        int r = 0;
        for (int i = 0; i < 4; i++) {
            try {
                r += 1;
                if (i == n) throw new Exception();
                r += 10;
            } catch (Exception e) {
                r += 100;
            }
            r += 1000;
        }
        return r;
    }
}
