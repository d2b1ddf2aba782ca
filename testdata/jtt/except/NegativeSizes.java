// runs: (0)=!java.lang.NegativeArraySizeException "-1"; (1)=!java.lang.NegativeArraySizeException "-2"
// runs: (2)=!java.lang.NegativeArraySizeException "-3"; (3)=!java.lang.NegativeArraySizeException "-4"
// runs: (4)=!java.lang.NegativeArraySizeException "-5"; (5)=!java.lang.NegativeArraySizeException "-6"
public class NegativeSizes {
    public static int test(int n) {
        switch (n) {
            case 0: return new int[-1].length;
            case 1: return new Object[-2].length;
            case 2: return new int[1][-3].length;
            case 3: return new int[-4][5].length;
            case 4: return new int[0][-5].length;
            default: return new StringBuilder(-6).length();
        }
    }
}
