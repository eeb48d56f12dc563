import { route } from '#lib/http/route.ts'
import { ChangePassword, changePassword } from '#lib/users/change-password.ts'

export const POST = route({ input: ChangePassword, run: changePassword })
