import { nothing, route } from '#lib/http/route.ts'
import { ChangePassword, changePassword } from '#lib/users/change-password.ts'

export const POST = route({
  summary: 'Change the own password',
  input: ChangePassword,
  run: changePassword,
  output: nothing,
})
